// A program that a test starts: it is ready when it prints a line, and is gone, with its folder, when the test ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

export class Program {
  /** The first line of standard output. */
  line = '';
  /** Everything written to standard error. */
  log = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Starts a program; its folder is removed when it ends, even if it does not get as far as a line. */
  static async start(path: string, words: string[], folder: string, settings: Record<string, string> = {}): Promise<Program> {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(path, words, { cwd: folder, env: { ...process.env, ...settings }, stdio });
    const program = new Program(child, folder);
    child.stderr.on('data', (text) => (program.log += text));
    try {
      program.line = await new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', resolve);
        child.once('error', (error) => reject(new Error(`\`${path}\` could not be started: ${error.message}`)));
        child.once('exit', (code) =>
          reject(new Error(`\`${path} ${words[0]}\` ended with ${code} before it was ready: ${program.log}`)),
        );
      });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    return program;
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
