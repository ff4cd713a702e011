import { toParams } from './open-path.ts';

export type Section = 'feed' | 'chat' | 'calendar' | 'tasks' | 'phone' | 'people' | 'developers' | 'contacts' | 'companies' | 'invoices';

export type BasePage =
  | { readonly name: 'deals' | 'leads' | 'analytics' | 'market' }
  /** What an application bound to the left menu, by its place there. */
  | { readonly name: 'menu-item'; readonly index: number }
  | { readonly name: 'quiet'; readonly section: Section };

export type OverPage = { readonly name: 'deal' | 'lead'; readonly id: number } | ApplicationPage;

/** The application's own page; a link to it may carry `params[name]=value`. */
export interface ApplicationPage {
  readonly name: 'application';
  readonly params: Readonly<Record<string, string>> | null;
}

export interface Route {
  /** Absent for a slider that lies over whatever page is open. */
  readonly base?: BasePage;
  readonly over?: OverPage;
  /** Found in the list of the deals unless asked otherwise. */
  readonly search?: string;
}

export const paths = {
  deals: '/crm/deal/list/',
  leads: '/crm/lead/list/',
  analytics: '/crm/analytics/',
  market: '/marketplace/',
  application: '/marketplace/app/',
  menuItem: (index: number) => `/marketplace/menu/${index}/`,
  deal: (id: number) => `/crm/deal/details/${id}/`,
  lead: (id: number) => `/crm/lead/details/${id}/`,
  section: (section: Section) => (section in crmSections ? `/crm/${crmSections[section]}/list/` : `/?section=${section}`),
  search: (text: string) => `/crm/deal/list/?search=${encodeURIComponent(text)}`,
};

const crmSections: Partial<Record<Section, string>> = { contacts: 'contact', companies: 'company', invoices: 'invoice' };
const menuSections: readonly string[] = ['feed', 'chat', 'calendar', 'tasks', 'phone', 'people', 'developers'];

function parseRoute(pathname: string, search: string): Route {
  const [, kind, id] = /^\/crm\/(deal|lead)\/details\/(\d+)\/?$/.exec(pathname) ?? [];
  if (kind === 'deal') return { base: { name: 'deals' }, over: { name: 'deal', id: Number(id) } };
  if (kind === 'lead') return { base: { name: 'leads' }, over: { name: 'lead', id: Number(id) } };
  const query = new URLSearchParams(search);
  if (pathname.startsWith('/marketplace/view/')) return { over: { name: 'application', params: toParams(query) } };
  if (pathname.startsWith('/marketplace/app')) return { over: { name: 'application', params: null } };
  return { base: parseBase(pathname, query.get('section') ?? ''), search: query.get('search') ?? '' };
}

function parseBase(pathname: string, section: string): BasePage {
  const [, index] = /^\/marketplace\/menu\/(\d+)\/?$/.exec(pathname) ?? [];
  if (index) return { name: 'menu-item', index: Number(index) };
  if (pathname.startsWith('/marketplace')) return { name: 'market' };
  if (pathname.startsWith('/crm/lead/')) return { name: 'leads' };
  if (pathname.startsWith('/crm/analytics')) return { name: 'analytics' };
  for (const [name, folder] of Object.entries(crmSections)) {
    if (pathname.startsWith(`/crm/${folder}/`)) return { name: 'quiet', section: name as Section };
  }
  return pathname === '/' && menuSections.includes(section) ? { name: 'quiet', section: section as Section } : { name: 'deals' };
}

/** Follows links of the page without loading it anew. */
export function createRouter(show: (route: Route) => void): { navigate: (path: string) => void; start: () => void } {
  const showCurrent = (): void => show(parseRoute(location.pathname, location.search));
  const navigate = (path: string): void => {
    if (path !== location.pathname + location.search) history.pushState(null, '', path);
    showCurrent();
  };
  const followLink = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a[data-route]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  };
  return {
    navigate,
    start: () => {
      document.addEventListener('click', followLink);
      window.addEventListener('popstate', showCurrent);
      showCurrent();
    },
  };
}
