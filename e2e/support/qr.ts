// A camera: what the square code on an officer's screen says. It reads what is drawn, and nothing of the script that drew it.
import type { Page } from '@playwright/test';

/** Codewords for correction in a block, and blocks, of each version at level L. */
const CORRECTION = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];

const MASKS: ((row: number, column: number) => boolean)[] = [
  (y, x) => (x + y) % 2 === 0,
  (y) => y % 2 === 0,
  (_, x) => x % 3 === 0,
  (y, x) => (x + y) % 3 === 0,
  (y, x) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (y, x) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (y, x) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (y, x) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The text of the code on the page. */
export async function scanned(page: Page): Promise<string> {
  const image = page.locator('[data-qr-image] svg');
  const box = (await image.getAttribute('viewBox')) ?? '';
  const line = (await image.locator('path').getAttribute('d')) ?? '';
  const size = Number(box.split(' ')[2]) - 8;
  const dark = new Set([...line.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${Number(y) - 4} ${Number(x) - 4}`));
  return text(size, (row, column) => dark.has(`${row} ${column}`));
}

function text(size: number, isDark: (row: number, column: number) => boolean): string {
  const version = (size - 17) / 4;
  const mask = MASKS[[2, 3, 4].reduce((bits, column) => bits * 2 + Number(isDark(8, column)), 0) ^ 0b101];
  const isData = dataOf(size, version);
  const bits: number[] = [];
  for (let right = size - 1; right >= 1; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      for (const column of [right, right - 1]) {
        const row = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (isData(row, column)) bits.push(Number(isDark(row, column) !== mask(row, column)));
      }
    }
  }
  return read(inOrder(bits, version), version);
}

/** Which modules hold data: all that are no pattern. */
function dataOf(size: number, version: number): (row: number, column: number) => boolean {
  const centres: number[] = [];
  if (version > 1) {
    const count = Math.floor(version / 7) + 2;
    const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
    for (let index = 0; index < count - 1; index += 1) centres.push(size - 7 - index * step);
    centres.push(6);
  }
  return (row, column) => {
    if (row === 6 || column === 6) return false;
    const [top, left, bottom, right] = [row < 9, column < 9, row >= size - 8, column >= size - 8];
    if ((top && left) || (top && right) || (bottom && left)) return false;
    if (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return false;
    const near = (centre: number, at: number) => Math.abs(centre - at) <= 2;
    return !centres.some((y) =>
      centres.some((x) => !isFinder(y, x, size) && near(y, row) && near(x, column)),
    );
  };
}

const isFinder = (y: number, x: number, size: number) =>
  (y === 6 && x === 6) || (y === 6 && x === size - 7) || (y === size - 7 && x === 6);

/** The data of the blocks one after the other, as bits. */
function inOrder(bits: number[], version: number): string {
  const words: string[] = [];
  for (let at = 0; at + 8 <= bits.length; at += 8) words.push(bits.slice(at, at + 8).join(''));
  const count = BLOCKS[version];
  const short = Math.floor(words.length / count) - CORRECTION[version];
  const shorter = count - (words.length % count);
  const blocks: string[][] = Array.from({ length: count }, () => []);
  let next = 0;
  for (let index = 0; index <= short; index += 1) {
    blocks.forEach((block, number) => {
      if (index < short || number >= shorter) block.push(words[next++]);
    });
  }
  return blocks.flat().join('');
}

/** Letters byte by byte, digits three in ten bits. */
function read(bits: string, version: number): string {
  let at = 0;
  const take = (length: number) => parseInt(bits.slice(at, (at += length)), 2);
  let found = '';
  for (;;) {
    const mode = at + 4 > bits.length ? 0 : take(4);
    if (mode === 4) {
      let left = take(version < 10 ? 8 : 16);
      for (; left > 0; left -= 1) found += String.fromCharCode(take(8));
    } else if (mode === 1) {
      let left = take(version < 10 ? 10 : 12);
      for (; left >= 3; left -= 3) found += String(take(10)).padStart(3, '0');
      if (left === 2) found += String(take(7)).padStart(2, '0');
      if (left === 1) found += String(take(4));
    } else if (mode === 0) {
      return found;
    } else {
      throw new Error(`the code has a part of kind ${mode}`);
    }
  }
}
