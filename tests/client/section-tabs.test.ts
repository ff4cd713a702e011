import { describe, expect, it } from 'vitest';
import SectionTabs from '#components/overview/SectionTabs.vue';
import { mountView } from './mount-view.ts';

const names = ['overview', 'forecast', 'plans', 'activity', 'review', 'settings'];
const mountTabs = (sections: readonly string[], current = 'overview') => mountView(SectionTabs, undefined, { sections, current });

describe('sections', () => {
  it('have a place of their own each as long as a phone has room for them', () => {
    const wrapper = mountTabs(names.slice(0, 5));
    expect(wrapper.find('[data-test="tabs-more"]').exists()).toBe(false);
    expect(wrapper.findAll('.further')).toHaveLength(0);
  });

  it('stand behind the last place where there are more, which closes when one is chosen', async () => {
    const wrapper = mountTabs(names, 'settings');
    const further = wrapper.findAll('.further').map((tab) => tab.attributes('data-test'));
    expect(further).toEqual(['tab-review', 'tab-settings']);
    const more = wrapper.get('[data-test="tabs-more"]');
    expect(more.classes()).toContain('current');
    await more.trigger('click');
    expect(more.attributes('aria-expanded')).toBe('true');
    expect(wrapper.get('[data-test="tab-review"]').classes()).not.toContain('folded');
    await wrapper.get('[data-test="tab-review"]').trigger('click');
    expect(wrapper.emitted('choose')).toEqual([['review']]);
    expect(wrapper.get('[data-test="tab-review"]').classes()).toContain('folded');
  });
});
