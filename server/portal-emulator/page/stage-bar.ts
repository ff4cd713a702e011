import { h } from './dom.ts';

/** The stage in a list: its name over one small mark for each stage of the way. */
export function stageBar(name: string, reached: number, count: number, color: string): HTMLElement {
  const marks = Array.from({ length: count }, (_, place) => {
    const mark = h('i', {});
    if (place < reached) mark.style.backgroundColor = color;
    return mark;
  });
  return h('div', { class: 'stage-bar' }, h('span', {}, name), h('div', { class: 'stage-marks', 'aria-hidden': 'true' }, ...marks));
}
