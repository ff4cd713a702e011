import { z } from 'zod';
import { Id, Int, Text } from './wire-values.ts';
import { parseResult, type CommandOutcome, type PortalClient } from './portal-client.ts';

const AppInfo = z.object({
  CODE: z.string(),
  VERSION: Int,
  INSTALLED: z.boolean().default(false),
  STATUS: z.string().default(''),
  LICENSE_FAMILY: Text,
});

const Profile = z.object({
  ID: Id.refine((id) => id > 0n),
  ADMIN: z.boolean().default(false),
  NAME: z.string().nullish(),
  LAST_NAME: z.string().nullish(),
  TIME_ZONE: z.string().nullish(),
});

export interface Identity {
  readonly applicationCode: string;
  readonly applicationVersion: number;
  /** `ent` on Enterprise, whose portals take more requests. */
  readonly licenseFamily: string;
  /** Null for a dismissed person: the portal answers with an empty profile. */
  readonly person: {
    readonly userId: bigint;
    readonly isAdmin: boolean;
    readonly firstName: string;
    readonly lastName: string;
    readonly timeZone: string;
  } | null;
}

/** Who this token is and which application it was made for, in one request. */
export async function readIdentity(client: PortalClient): Promise<Identity> {
  const [info, profile] = await client.batch([{ method: 'app.info' }, { method: 'profile' }]);
  const application = parseResult(AppInfo, resultOf(info), 'app.info');
  const person = Profile.safeParse(resultOf(profile));
  return {
    applicationCode: application.CODE,
    applicationVersion: application.VERSION,
    licenseFamily: application.LICENSE_FAMILY,
    person: person.success
      ? {
          userId: person.data.ID,
          isAdmin: person.data.ADMIN,
          firstName: person.data.NAME ?? '',
          lastName: person.data.LAST_NAME ?? '',
          timeZone: person.data.TIME_ZONE ?? '',
        }
      : null,
  };
}

export function resultOf(outcome: CommandOutcome | undefined): unknown {
  if (outcome?.kind === 'failed') throw outcome.error;
  return outcome?.kind === 'done' ? outcome.result : undefined;
}
