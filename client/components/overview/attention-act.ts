import type { OpenList } from './open-list.ts';

/** Where an item that asks for attention leads. */
export type AttentionAct =
  | { readonly to: 'list'; readonly list: OpenList }
  | { readonly to: 'deal'; readonly dealId: string }
  | { readonly to: 'signing'; readonly month: string }
  | { readonly to: 'remind'; readonly month: string; readonly userIds: string[] }
  | { readonly to: 'activity' | 'review' | 'decisions' };
