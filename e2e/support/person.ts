// A person at a browser: reads and presses as their way of using it allows.
import { expect, type Locator, type Page } from '@playwright/test';
import { text, type Language } from './texts.ts';

export interface Way {
  name: string;
  script: boolean;
  keyboard: boolean;
  narrow: boolean;
  language: Language;
}

const plain: Way = { name: 'with script', script: true, keyboard: false, narrow: false, language: 'en' };

/** The ways in which the public's journeys are gone through. */
export const WAYS: Way[] = [
  plain,
  { ...plain, name: 'without script', script: false },
  { ...plain, name: 'with the keyboard alone', keyboard: true },
  { ...plain, name: 'at 320 pixels without script', narrow: true, script: false },
  { ...plain, name: 'in Welsh', language: 'cy' },
];

/** The same for pages of staff, which are in English alone. */
export const STAFF_WAYS: Way[] = WAYS.filter((way) => way.language === 'en');

export const PLAIN = plain;

/** More stops of the Tab key than any page has. */
const TABS = 80;

export class Person {
  constructor(
    readonly page: Page,
    readonly way: Way,
    readonly origin: string,
  ) {}

  /** The text of a message in their language. */
  t(key: string, variables: Record<string, string> = {}): string {
    return text(this.way.language, key, variables);
  }

  /** Opens a page in their language. */
  async open(path: string): Promise<void> {
    const prefix = this.way.language === 'cy' ? '/cy' : '';
    await this.page.goto(`${this.origin}${prefix}${path}`);
  }

  field(key: string): Locator {
    return this.page.getByLabel(this.t(key), { exact: true });
  }

  async type(key: string, words: string): Promise<void> {
    const field = this.field(key);
    if (!this.way.keyboard) return field.fill(words);
    await this.tabTo(field);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(words);
  }

  async press(key: string): Promise<void> {
    await this.go(this.page.getByRole('button', { name: this.t(key), exact: true }));
  }

  /** Presses a button or follows a link. */
  async go(wanted: Locator): Promise<void> {
    if (!this.way.keyboard) return wanted.click();
    await this.tabTo(wanted);
    await this.page.keyboard.press('Enter');
  }

  async follow(key: string): Promise<void> {
    await this.go(this.page.getByRole('link', { name: this.t(key), exact: true }));
  }

  async choose(key: string): Promise<void> {
    await this.pick(this.page.getByRole('radio', { name: this.t(key), exact: true }));
  }

  /** Chooses one of a group. */
  async pick(radio: Locator): Promise<void> {
    if (!this.way.keyboard) return radio.check();
    // One of a group is reached with Tab, the others with the arrows.
    const name = await radio.getAttribute('name');
    await this.tabTo(this.page.locator(`input[type=radio][name="${name}"]`), false);
    for (let count = 0; count < TABS; count += 1) {
      if (await isFocused(radio)) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Space');
    await expect(radio).toBeChecked();
  }

  /** Chooses the value of a list. */
  async select(list: Locator, value: string): Promise<void> {
    if (!this.way.keyboard) return void (await list.selectOption(value));
    await this.tabTo(list);
    await this.page.keyboard.press('Home');
    for (let count = 0; count < TABS && (await list.inputValue()) !== value; count += 1) await this.page.keyboard.press('ArrowDown');
    await expect(list).toHaveValue(value);
  }

  async sees(key: string, variables: Record<string, string> = {}): Promise<void> {
    await expect(this.page.getByText(this.t(key, variables)).first()).toBeVisible();
  }

  async seesHeading(key: string, variables: Record<string, string> = {}): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(this.t(key, variables));
  }

  /** The value beside a key of a summary list. */
  value(key: string): Locator {
    const term = this.page.locator('dt', { hasText: new RegExp(`^${escaped(this.t(key))}$`) });
    return this.page.locator('.govuk-summary-list__row', { has: term }).locator('dd');
  }

  private async tabTo(wanted: Locator, one = true): Promise<void> {
    if (one) await expect(wanted).toHaveCount(1);
    for (let count = 0; count < TABS; count += 1) {
      if (await isFocused(wanted)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key does not lead to ${wanted}`);
  }
}

async function isFocused(wanted: Locator): Promise<boolean> {
  return (await wanted.evaluateAll((all) => all.filter((one) => one === document.activeElement).length)) > 0;
}

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
