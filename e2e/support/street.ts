// A street: one run of `candour-trial serve` with a record of its own, begun for a test and ended with it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './binaries.ts';
import { Program } from './process.ts';

const trial = binary('candour-trial');

export interface Told {
  address: string;
  demonstration: string;
  codes: Record<string, { code: string; until: string; comes_to: string }>;
  people: Record<string, { name: string; number: string; force: string; area: string; be: string | null }>;
  invitations: Record<string, string[]>;
  controls: Record<string, string>;
}

export class Street {
  private constructor(
    readonly told: Told,
    private readonly program: Program,
  ) {}

  /** Begins one; `settings` are variables of the environment such as `CANDOUR_CHECK_BURST_COUNT`. */
  static async begin(settings: Record<string, string> = {}): Promise<Street> {
    const folder = mkdtempSync(join(tmpdir(), 'candour-street-'));
    const words = ['serve', '--json', '--address', '127.0.0.1:0', '--data', join(folder, 'record')];
    const program = await Program.start(trial, words, folder, settings);
    return new Street(JSON.parse(program.line), program);
  }

  /** Everything that the street wrote to standard error. */
  get log(): string {
    return this.program.log;
  }

  get address(): string {
    return this.told.address;
  }

  at(path: string): string {
    return `${this.address}${path}`;
  }

  /** The code that was drawn at the beginning for somebody's stop: it lasts two minutes. */
  code(part: string): string {
    return this.told.codes[part].code;
  }

  /** What a button of the demonstration does. */
  async control(name: string, form: Record<string, string> = {}): Promise<void> {
    const answer = await fetch(this.at(`/demonstration/${name}`), {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    if (answer.status !== 303) throw new Error(`\`${name}\` was answered with ${answer.status}: ${await answer.text()}`);
  }

  /** Lets time pass. */
  pass(minutes: number, seconds = 0): Promise<void> {
    return this.control('time', { minutes: String(minutes), seconds: String(seconds) });
  }

  /** Checks a code as a program that is no browser: where the answer is. */
  async check(code: string): Promise<string> {
    const answer = await fetch(this.at('/check'), {
      method: 'POST',
      body: new URLSearchParams({ code }),
      redirect: 'manual',
    });
    const place = answer.headers.get('location');
    if (answer.status !== 303 || !place) throw new Error(`the check was answered with ${answer.status}`);
    return place;
  }

  end(): Promise<void> {
    return this.program.end();
  }
}
