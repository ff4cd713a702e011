import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '#kernel/errors.ts';

/**
 * Answers an over-long body at once and closes the connection: the body parsers refuse it too,
 * but only after they have read all of it.
 */
export function cutLongBody(limitBytes: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    let isCut = false;
    const cut = (): void => {
      if (isCut) return;
      isCut = true;
      response.set('connection', 'close');
      lingerAfterAnswer(request.socket);
      next(new AppError('too-large', `The body is longer than ${limitBytes} bytes`));
    };
    if (Number(request.get('content-length') ?? 0) > limitBytes) return cut();
    if (request.get('transfer-encoding') !== undefined) {
      let received = 0;
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > limitBytes) cut();
      });
    }
    next();
  };
}

/**
 * Node closes such a connection as soon as the answer is written, and unread data turns that into a reset
 * that can overtake the answer. So nothing more is taken in, and the end comes a moment later.
 */
function lingerAfterAnswer(socket: Socket): void {
  socket.destroySoon = () => {
    socket.pause();
    setTimeout(() => socket.destroy(), 500).unref();
  };
}
