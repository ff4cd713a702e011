import type { Request, Router } from 'express';
import type { z } from 'zod';
import type { Endpoint } from '#contract/endpoint.ts';
import type { Action, Resource } from '#policy/can.ts';
import { AppError } from '#kernel/errors.ts';
import type { HeavyWork } from './heavy-work.ts';
import type { PortalContext } from './portal-context.ts';
import type { ProvenToken } from './session.ts';
import { demandRight, inKeptTransaction, parseRequest, readBearer, readCallerContext, route, send } from './serve-endpoint.ts';
import type { Web } from './web.ts';

interface Deed {
  action: Action;
  resource: Resource;
}
type Policy<Asked> = (context: PortalContext, request: Asked) => Deed | Promise<Deed>;

interface Download<Asked, Content> {
  readonly policy: Policy<Asked>;
  readonly read: (context: PortalContext, request: Asked) => Promise<Content>;
  /** Makes the file outside the transaction, in a thread of its own. */
  readonly write: (content: Content) => Promise<Uint8Array>;
}

/** Answers with a file. */
export function serveDownload<Req extends z.ZodType, Res extends z.ZodType, Content>(
  router: Router,
  served: { web: Web; heavy: HeavyWork },
  endpoint: Endpoint<Req, Res>,
  download: Download<z.infer<Req>, Content>,
): void {
  const { web, heavy } = served;
  route(router, web, endpoint, async (request, response) => {
    const proven = await readBearer(web, request);
    const bytes = await heavy.run(nameOf(proven), async () => {
      const { content } = await inContext(web, proven, async (context) => {
        const asked = parseRequest(endpoint, request);
        demandRight(web, context, await download.policy(context, asked));
        return { content: await download.read(context, asked) };
      });
      return download.write(content);
    });
    response.set('cache-control', 'no-store').set('x-kurs-build', web.build).set('content-disposition', 'attachment');
    response.type(endpoint.answerType ?? 'application/octet-stream').send(Buffer.from(bytes));
  });
}

interface Upload<Asked, Parsed, Answer> {
  readonly policy: Policy<Asked>;
  /** Reads the file outside every transaction, in a thread of its own. */
  readonly parse: (bytes: Buffer) => Promise<Parsed>;
  readonly reply: (context: PortalContext, parsed: Parsed) => Promise<Answer>;
}

/** Takes a file: who may not send one is told before a byte of it is taken in. */
export function serveUpload<Req extends z.ZodType, Res extends z.ZodType, Parsed>(
  router: Router,
  served: { web: Web; heavy: HeavyWork },
  endpoint: Endpoint<Req, Res>,
  upload: Upload<z.infer<Req>, Parsed, z.input<Res>>,
): void {
  const { web, heavy } = served;
  route(router, web, endpoint, async (request, response) => {
    const proven = await readBearer(web, request);
    const admit = async (context: PortalContext): Promise<void> =>
      demandRight(web, context, await upload.policy(context, parseRequest(endpoint, request)));
    await inContext(web, proven, (context) => admit(context));
    const answer = await heavy.run(nameOf(proven), async () => {
      const parsed = await upload.parse(await readBody(request, endpoint));
      return inContext(web, proven, async (context) => {
        await admit(context);
        return upload.reply(context, parsed);
      });
    });
    send(web, endpoint, response, answer);
  });
}

const nameOf = ({ portalId, userId }: ProvenToken): string => `${portalId}:${userId}`;

/** Files change nothing by themselves, so that nobody has to be told. */
function inContext<Result>(web: Web, proven: ProvenToken, work: (context: PortalContext) => Promise<Result>): Promise<Result> {
  return inKeptTransaction(web, proven.portalId, async (tx) =>
    work(await readCallerContext(web, tx, { proven, onChanged: () => undefined })),
  );
}

/** As it came, and as long as its header says, which was looked at before; a body that is packed once more is refused. */
async function readBody(request: Request, { body }: Endpoint): Promise<Buffer> {
  const isOfType = request.get('content-type') === body?.mediaType && request.get('content-encoding') === undefined;
  if (!isOfType) throw new AppError('file-refused', 'Another type of body', { details: { fault: 'not-a-workbook' } });
  const chunks: Buffer[] = [];
  try {
    // The connection stays for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) chunks.push(chunk as Buffer);
  } catch (failure) {
    throw new AppError('bad-request', 'The body did not come to its end', { cause: failure });
  }
  return Buffer.concat(chunks);
}
