import { Buffer } from 'node:buffer';

const base64 = [
  'MIIBwTCCAWigAwIBAgICCtowCgYIKoZIzj0EAwIwKTEVMBMGA1UEChMMQ29udG9zbywgTHRkMRAwDgYDVQQDEwdDb3JwIENBMB4X',
  'DTI1MDEwMTAwMDAwMFoXDTM1MTIzMTAwMDAwMFowIDEKMAgGA1UECxMBUjESMBAGA1UEAxMJQWRhIEJ5cm9uMFkwEwYHKoZIzj0C',
  'AQYIKoZIzj0DAQcDQgAEaXPiYd5p6nZAEVkDZH3/19pn+62npFcASQQU3a9i6Sa1ijx72yf/KBoRAy+4UgrcLhpBwRNCqjbJ17It',
  'EwHnn6OBiDCBhTAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDBlBgNVHREEXjBcgQ9hZGFAY29udG9zby5jb22gHwYKKwYB',
  'BAGCNxQCA6ARDA9hZGFAY29udG9zby5jb22CD2FkYS5jb250b3NvLmNvbYYXaHR0cHM6Ly9jb250b3NvLmNvbS9hZGEwCgYIKoZI',
  'zj0EAwIDRwAwRAIgagLvA7khmHVag2lUXr05CgEbpvXTGAfE52YLhCpmZY8CIAHsyPi0jBAlwYG/gx6a5zwWJpv7mKNgDY5BqsHb',
  'gZ9y',
].join('');

/**
 * The certificate of the examples, made for them: of Ada Byron by Corp CA, with a P-256 key, critical basic constraints
 * and key usage, and alternative names of four kinds.
 */
export const exampleCertificate = {
  bytes: new Uint8Array(Buffer.from(base64, 'base64')),
  subject: 'CN=Ada Byron, OU=R',
  issuer: 'CN=Corp CA, O="Contoso, Ltd"',
  thumbprint: '8D794C2E7CD948AF5C3282B171CCB88AD17727BF',
  ellipticKey: '1.2.840.10045.2.1',
} as const;
