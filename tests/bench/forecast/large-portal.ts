import { print } from './print-scores.ts';
export function measureLargePortal(order: { readonly deals: number; readonly seed: number; readonly isJson: boolean }): void {
  print(String(order.deals));
}
