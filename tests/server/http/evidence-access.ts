import { company, month, type AccessRow, type EvidenceEndpoint } from './access-matrix.ts';

const sheet = (version: number): Record<string, unknown> => ({ month, version, userId: String(company.people.employee) });

/** Rows of the access matrix about evidence; the order of actors is the same. */
export const evidenceAccess: Readonly<Record<EvidenceEndpoint, readonly AccessRow[]>> = {
  getEvidencePackage: [
    {
      about: 'of the employee',
      request: () => sheet(1),
      expected: '401 401 403 401 200 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'of a sheet that was never sent',
      request: () => sheet(77),
      expected: '401 401 403 401 404 403 403 404 404 404 401 403',
      fromAbroad: '403',
    },
  ],
};
