import { defineStore } from 'pinia';
import { ref } from 'vue';
import { usePortal } from './portal.ts';

/** The last step of the installation: the portal is told that it is over, then it reloads the page itself. */
export const useInstall = defineStore('install', () => {
  const state = ref<'working' | 'done' | 'failed'>('working');

  async function finish(): Promise<void> {
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
