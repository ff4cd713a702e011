import { provide } from 'vue';
import { accessKey } from '#components/plain/access.ts';
import { useAccessRequest } from '#stores/access-request.ts';

/** Gives every message about a missing right on the page its next steps. */
export function provideAccess(goOn: (() => void) | null): void {
  const request = useAccessRequest();
  provide(accessKey, {
    askedOf: () => request.answer?.to.map(({ name }) => name) ?? null,
    isAsking: () => request.isAsking,
    hasFailed: () => request.failure !== null,
    ask: () => void request.ask(),
    goOn,
  });
}
