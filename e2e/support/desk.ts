// What people at desks do: the board of the control room.
import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** The cause of an alarm, as the board says it. */
export const CAUSES = {
  suspended: 'A suspended officer',
  covert: 'A covert officer, who is verified by voice only',
  unknown: 'A code that was never given out: forged or mistyped',
  ended: 'A code from a stop that has ended',
  forged: 'A scanned code that is forged',
  replayed: 'A scanned code that was shown before, or has expired',
  mismatched: 'A scanned code from another stop or device',
  'wrong audience': 'A scanned code made for another page',
  wrong: 'The person says that something is wrong',
};

/** Alarms on the board with this cause. */
export function alarms(desk: Person, cause: string): Locator {
  return desk.page.locator('#alarms-list article', { hasText: cause });
}

/** The call that waits for an answer is opened. */
export async function answerCall(desk: Person): Promise<void> {
  await desk.go(desk.page.locator('#calls-list a[role=button]').first());
  await expect(desk.page.locator('h1')).toContainText(/Stop NM-/);
}
