// A service as a force runs it: a record begun by commands, and `candour serve` on it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binary } from './binaries.ts';

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
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async begin(): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), 'candour-service-'));
    const run = (...words: string[]) => execFileSync(candour, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    writeFileSync(join(folder, 'workforce.csv'), WORKFORCE);
    writeFileSync(join(folder, 'candour.toml'), configuration(folder));
    run('import', 'workforce', 'workforce.csv', '--data', 'record', '--force', 'northmere');
    run('sequence', '--data', 'record', '--once', '--origin', 'log.northmere.example/record');
    const child = spawn(candour, ['serve', '--config', 'candour.toml'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stderr.on('data', (text) => (log += text));
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('error', (error) => reject(new Error(`\`${candour}\` could not be started: ${error.message}`)));
      child.once('exit', (code) => reject(new Error(`\`candour serve\` ended with ${code} before it listened: ${log}`)));
    });
    return new Service(line.replace(/^listening /, ''), child, folder);
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
