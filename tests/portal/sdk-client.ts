import { B24OAuth } from '@bitrix24/b24jssdk';
import { admin, fieldOf, registration, type PortalUnderTest } from './portal-under-test.ts';

type AuthParams = ConstructorParameters<typeof B24OAuth>[0];
type SdkOptions = ConstructorParameters<typeof B24OAuth>[2];

/** The official client with what the portal gave to the application's own page. */
export function createSdkClient(portal: PortalUnderTest, changes: Partial<AuthParams> = {}, options?: SdkOptions): B24OAuth {
  const { fields } = portal.emulator.openFrame({ userId: admin, placement: 'DEFAULT' });
  const { portalOrigin, memberId } = portal.options;
  return new B24OAuth(
    {
      applicationToken: fieldOf(fields, 'APPLICATION_TOKEN'),
      userId: admin,
      memberId,
      accessToken: fieldOf(fields, 'AUTH_ID'),
      refreshToken: fieldOf(fields, 'REFRESH_ID'),
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: fieldOf(fields, 'APPLICATION_SCOPE'),
      domain: new URL(portalOrigin).host,
      clientEndpoint: `${portalOrigin}/rest/`,
      serverEndpoint: fieldOf(fields, 'SERVER_ENDPOINT'),
      status: 'L' as AuthParams['status'],
      ...changes,
    },
    { clientId: registration.clientId, clientSecret: registration.clientSecret },
    options,
  );
}
