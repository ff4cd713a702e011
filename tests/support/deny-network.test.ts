import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import axios from 'axios';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeDeniedConnections } from './deny-network.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

describe('the network of a test', () => {
  test('reaches this machine', async () => {
    const byFetch = await fetch(`http://127.0.0.1:${port}/`);
    const byAxios = await axios.get<string>(`http://localhost:${port}/`);
    expect([await byFetch.text(), byAxios.data]).toEqual(['here', 'here']);
    expect(takeDeniedConnections()).toEqual([]);
  });

  test.each(['https://example.com/', 'http://192.0.2.1:8080/'])('refuses fetch and axios to %s', async (address) => {
    await expect(fetch(address)).rejects.toThrow(expect.objectContaining({ cause: expect.objectContaining({ code: 'NETWORK_DENIED' }) }));
    await expect(axios.get(address)).rejects.toThrow('tests talk to this machine only');
    expect(takeDeniedConnections()).toHaveLength(2);
  });

  test('refuses bare sockets and TLS', async () => {
    const sockets = [net.connect(5432, '198.51.100.7'), net.connect({ host: 'example.org', port: 25 }), tls.connect(443, 'example.net')];
    const failures = await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('error', resolve))));
    expect(failures).toEqual(sockets.map(() => expect.objectContaining({ code: 'NETWORK_DENIED' })));
    expect(takeDeniedConnections()).toEqual(['198.51.100.7:5432', 'example.org:25', 'example.net:443']);
  });

  test('leaves the answers of MSW alone and refuses what MSW lets through', async () => {
    const portal = setupServer(http.all(/^https?:\/\/(portal\.example|192\.0\.2\.7)\//, () => HttpResponse.json('mocked')));
    portal.listen({ onUnhandledFrame: 'bypass' });
    try {
      const mocked = ['https://portal.example/rest', 'http://portal.example/rest', 'http://192.0.2.7/rest'];
      expect(await Promise.all(mocked.map(async (url) => (await axios.get<string>(url)).data))).toEqual(mocked.map(() => 'mocked'));
      expect(await Promise.all(mocked.map(async (url) => (await fetch(url)).json()))).toEqual(mocked.map(() => 'mocked'));
      expect(takeDeniedConnections()).toEqual([]);
      await expect(axios.get('https://other.example/')).rejects.toThrow('tests talk to this machine only');
      await expect(fetch('http://other.example/')).rejects.toThrow('fetch failed');
      expect(takeDeniedConnections()).toEqual(['other.example:443', 'other.example:80']);
    } finally {
      portal.close();
    }
  });
});
