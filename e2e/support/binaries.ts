// The two binaries: `candour`, which a force runs, and `candour-trial`, which serves the made-up street.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.CANDOUR_BINARIES ?? fileURLToPath(new URL('../../target/debug', import.meta.url));

export function binary(name: 'candour' | 'candour-trial'): string {
  return join(folder, name);
}
