import { generate } from 'selfsigned';

export interface Certificate {
  /** The CA to trust. */
  ca: string;
  cert: string;
  key: string;
}

const DAY_MS = 86_400_000;
const CURVE = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** A CA made for this one sandbox, and a certificate signed by it for `names`. */
export async function createCertificate(names: readonly string[], now: Date, days: number): Promise<Certificate> {
  const validity = {
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + days * DAY_MS),
  };
  const authority = await generate([{ name: 'commonName', value: 'Watchkeeper sandbox CA' }], {
    ...CURVE,
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...CURVE,
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  });
  return { ca: authority.cert, cert: leaf.cert, key: leaf.private };
}
