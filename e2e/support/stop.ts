// What officers do at their pages, in the words of the record.
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

export const GROUNDS = 'You match the description of somebody who broke into a shop nearby.';

/** Starts a stop, and reads the code on the screen. */
export async function startStop(officer: Person, offDuty = false): Promise<string> {
  await officer.press(offDuty ? 'shift-acted' : 'shift-start');
  await fillStop(officer);
  await officer.press('stop-start-button');
  return codeOf(officer);
}

export async function fillStop(officer: Person): Promise<void> {
  await officer.choose('power-pace-section1');
  await officer.choose('reason-stolen-property');
  await officer.type('stop-reason-label', GROUNDS);
  await officer.type('stop-object-label', 'a stolen camera');
  await officer.type('stop-place-label', 'Quay Street, by the footbridge');
  await chooseIn(officer, 'uniform', 'no');
  await chooseIn(officer, 'vehicle', 'no');
}

/** Yes or no in the group of this name: both groups have the same words. */
export async function chooseIn(officer: Person, name: string, value: 'yes' | 'no'): Promise<void> {
  await officer.pick(officer.page.locator(`input[name="${name}"][value="${value}"]`));
}

export async function codeOf(officer: Person): Promise<string> {
  const code = officer.page.locator('[data-code]');
  await expect(code).toHaveText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/);
  return (await code.textContent()) ?? '';
}

export interface Ending {
  reason?: string;
}

/** Finishes the stop that is on the screen; `reason` is given where it is another than at the beginning. */
export async function finishStop(officer: Person, { reason }: Ending = {}): Promise<void> {
  await officer.press('stop-finish');
  await officer.choose('outcome-no-further-action');
  const of = (name: string) => officer.page.locator(`select[name="${name}"]`);
  if (reason) await officer.select(of('reason_code'), reason);
  await officer.type('stop-grounds-label', GROUNDS);
  await officer.select(of('self_defined_ethnicity'), 'NS');
  await officer.select(of('perceived_ethnicity'), 'W9');
  await officer.press('stop-finish-button');
  await expect(officer.page.locator('h1')).toContainText(/Record of stop/);
}
