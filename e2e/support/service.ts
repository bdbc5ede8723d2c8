// A service as a force runs it: a record begun by commands, and `candour serve` on it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './binaries.ts';
import { Program } from './process.ts';

const candour = binary('candour');

const WORKFORCE = `employee id,forename,surname,dob,start date
4711,Rowan,Hale,03/04/1988,01/09/2012
5120,Imogen,Vance,19/11/1979,02/03/2004
`;

function configuration(folder: string): string {
  return `address = "127.0.0.1:0"
public_url = "http://127.0.0.1:0"
[record]
data = ${JSON.stringify(join(folder, 'record'))}
[telemetry]
log_filter = "warn"
[forces.northmere]
name = "Northmere Police"
prefix = "NM"
telephone = "01632 960 101"
`;
}

export class Service {
  private constructor(
    readonly address: string,
    private readonly program: Program,
  ) {}

  static async begin(): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), 'candour-service-'));
    const run = (...words: string[]) => execFileSync(candour, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    writeFileSync(join(folder, 'workforce.csv'), WORKFORCE);
    writeFileSync(join(folder, 'candour.toml'), configuration(folder));
    run('import', 'workforce', 'workforce.csv', '--data', 'record', '--force', 'northmere');
    run('sequence', '--data', 'record', '--once', '--origin', 'log.northmere.example/record');
    const program = await Program.start(candour, ['serve', '--config', 'candour.toml'], folder);
    return new Service(program.line.replace(/^listening /, ''), program);
  }

  end(): Promise<void> {
    return this.program.end();
  }
}
