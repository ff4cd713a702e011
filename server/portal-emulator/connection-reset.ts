/** The connection breaks instead of an answer; whoever hosts the emulator cuts the socket. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';

  constructor() {
    super('the connection was reset');
  }
}
