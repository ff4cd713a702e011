/** Keeps the class `light` or `dark` on the root in step with what the browser asks for; returns the way to stop. */
export function followTheme(root: HTMLElement, darkQuery: MediaQueryList): () => void {
  const apply = (): void => {
    root.classList.toggle('dark', darkQuery.matches);
    root.classList.toggle('light', !darkQuery.matches);
  };
  apply();
  darkQuery.addEventListener('change', apply);
  return () => darkQuery.removeEventListener('change', apply);
}
