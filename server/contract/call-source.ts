import { z } from 'zod';

/** Where calls come from: the portal's statistics, or activities of unknown length where it does not let them be read. */
export const CallSource = z.enum(['statistics', 'activities', 'none']);
