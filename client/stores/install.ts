import { defineStore } from 'pinia';
import { ref } from 'vue';
import { usePortal } from './portal.ts';
import { useSession } from './session.ts';

/**
 * The last step of the installation: the portal is told that it is over, then it reloads the page itself.
 * With a failed step it is told nothing, because a finished installation has no way back to the installer.
 */
export const useInstall = defineStore('install', () => {
  const state = ref<'working' | 'done' | 'failed' | 'incomplete'>('working');

  async function finish(): Promise<void> {
    const steps = useSession().boot?.install?.steps ?? [];
    if (steps.some(({ outcome }) => outcome === 'failed')) {
      state.value = 'incomplete';
      return;
    }
    state.value = 'working';
    try {
      const frame = await usePortal().frame();
      // The portal never answers this message: it closes or reloads the frame.
      void frame.installFinish().catch(() => (state.value = 'failed'));
      state.value = 'done';
    } catch {
      state.value = 'failed';
    }
  }

  return { state, finish };
});
