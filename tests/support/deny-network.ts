import net from 'node:net';

/** Outbound connections that were asked for and refused since the last look. */
export function takeDeniedConnections(): string[] {
  return denied.splice(0);
}

/** Thrown into whoever tries to leave this machine from a test. */
class NetworkDenied extends Error {
  readonly code = 'NETWORK_DENIED';
}

/** Refuses every connection that is not to this machine; fetch, axios, pg and TLS all pass through here. */
export function denyNetwork(): void {
  if (guarded) return;
  guarded = true;
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(this: net.Socket, ...call: unknown[]): net.Socket {
    const target = targetOf(call);
    if (target === undefined || isThisMachine(target.host) || admitted.has(target.host) || isIntercepted(this))
      return Reflect.apply(connect, this, call);
    const name = `${target.host}:${target.port}`;
    denied.push(name);
    const refusal = new NetworkDenied(`a test tried to reach ${name}; tests talk to this machine only`);
    // Like a real refusal it comes after the call, when TLS has set its server name.
    process.nextTick(() => this.destroy(refusal));
    return this;
  };
}

/** Lets tests reach one host outside, the live portal of whoever runs them; returns how to shut it again. */
export function admitHost(host: string): () => void {
  admitted.add(host);
  return () => void admitted.delete(host);
}

const admitted = new Set<string>();
const denied: string[] = [];
let guarded = false;

/** MSW gives the sockets it answers itself a `connect` of their own and a handle that connects nowhere. */
function isIntercepted(socket: net.Socket): boolean {
  return Object.hasOwn(socket, 'connect');
}

interface Target {
  readonly host: string;
  readonly port: string;
}

/** `connect(options)`, `connect(port, host)`, `connect(path)` and Node's own normalized array. */
function targetOf(call: unknown[]): Target | undefined {
  const first = Array.isArray(call[0]) ? (call[0] as unknown[])[0] : call[0];
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: unknown; port?: unknown; path?: unknown };
    if (path !== undefined && path !== null && port === undefined) return undefined;
    return { host: typeof host === 'string' ? host : 'localhost', port: String(port) };
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return { host: typeof call[1] === 'string' ? call[1] : 'localhost', port: String(first) };
}

function isThisMachine(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === '' ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (net.isIPv4(name) && /^(127\.|0\.0\.0\.0$)/.test(name))
  );
}
