import { afterEach } from 'vitest';
import { denyNetwork, takeDeniedConnections } from './deny-network.ts';

denyNetwork();

// A refused connection may have been swallowed by a retry, so the test fails of itself.
afterEach(() => {
  const denied = takeDeniedConnections();
  if (denied.length > 0) throw new Error(`the test tried to leave this machine: ${denied.join(', ')}`);
});
