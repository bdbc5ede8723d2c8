// The texts of the pages, read from the files that the binary is built from: a journey names a message, not its words.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Language = 'en' | 'cy';

const folders = ['shell', 'web', 'trial'].map((crate) =>
  fileURLToPath(new URL(`../../crates/${crate}/texts/`, import.meta.url)));

function read(language: Language): Map<string, string> {
  const messages = new Map<string, string>();
  const paths = folders.flatMap((folder) => readdirSync(`${folder}${language}`).map((file) => `${folder}${language}/${file}`));
  for (const path of paths) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const found = /^([a-z][a-z0-9-]*) = (.+)$/.exec(line);
      if (found) messages.set(found[1], found[2]);
    }
  }
  return messages;
}

const known = { en: read('en'), cy: read('cy') };

/** The text of a message with its variables filled in; of one that is only in English, the English. */
export function text(language: Language, key: string, variables: Record<string, string> = {}): string {
  const pattern = known[language].get(key) ?? known.en.get(key);
  if (pattern === undefined) throw new Error(`no text is called \`${key}\``);
  return pattern.replace(/\{ \$(\w+) \}/g, (_, name: string) => {
    if (!(name in variables)) throw new Error(`\`${key}\` needs \`${name}\``);
    return variables[name];
  });
}
