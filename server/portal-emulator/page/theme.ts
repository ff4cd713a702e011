export type Theme = 'light' | 'dark';

export interface ThemeKeeper {
  readonly current: Theme;
  toggle(): void;
  onChange(listener: () => void): void;
}

const rememberedUnder = 'portal-theme';

/** The portal's theme: what was chosen in this browser, otherwise what the system prefers. */
export function createThemeKeeper(root: HTMLElement, storage: Storage, prefersDark: MediaQueryList): ThemeKeeper {
  const listeners: (() => void)[] = [];
  let chosen = readTheme(storage.getItem(rememberedUnder));
  const current = (): Theme => chosen ?? (prefersDark.matches ? 'dark' : 'light');
  const apply = (): void => {
    root.dataset['theme'] = current();
    for (const listener of listeners) listener();
  };
  prefersDark.addEventListener('change', apply);
  apply();
  return {
    get current() {
      return current();
    },
    toggle: () => {
      chosen = current() === 'dark' ? 'light' : 'dark';
      storage.setItem(rememberedUnder, chosen);
      apply();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function readTheme(remembered: string | null): Theme | undefined {
  return remembered === 'light' || remembered === 'dark' ? remembered : undefined;
}
