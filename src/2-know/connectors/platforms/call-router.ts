/**
 * A call of the open platforms that Alibaba and JD built alike: one address, signed parameters in a form, and 200 whatever happens. What went
 * wrong stands in the body as `error_response`.
 */
import { z } from 'zod';
import type { Reach } from '../connector.ts';
import { Unreachable } from '../unreachable.ts';
import { answered } from './answered.ts';
import { exactJson } from './exact-json.ts';

export type Router = {
  /** What staff are shown: TOP, JOS. */
  name: string;
  gateway: string;
  /** Anew at each attempt: the time is in it. */
  signed(): Record<string, string>;
  /** Under which name the answer to what was asked may stand. */
  answers: readonly string[];
  /** What is thrown in the end, and how long to wait before another try; null: asking again changes nothing. */
  refusalOf(trouble: unknown, attempt: number): { error: Error; waitMs: number | null };
};

const ATTEMPTS = 5;
const answerOf = z.record(z.string(), z.unknown());

export async function callRouter(reach: Reach, router: Router): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === ATTEMPTS;
    const answer = await answered(reach, requestOf(reach, router), isLast);
    if (answer === null) {
      await reach.pause(500 * 2 ** attempt);
      continue;
    }
    const { status, body } = answer;
    if (status !== 200)
      throw new Unreachable('connector_answer_unreadable', `${router.name}: HTTP ${status}`);
    const said = answerOf.safeParse(exactJson(body, router.name));
    if (!said.success) throw new Unreachable('connector_answer_unreadable', `${router.name}: no object`);
    const { error_response: trouble, ...rest } = said.data;
    if (trouble === undefined)
      return router.answers.map((name) => rest[name]).find((one) => one !== undefined);
    const { error, waitMs } = router.refusalOf(trouble, attempt);
    if (waitMs === null || isLast) throw error;
    await reach.pause(waitMs);
  }
}

const requestOf = ({ settings }: Reach, { gateway, signed }: Router) => ({
  method: 'POST' as const,
  url: settings.gateway || gateway,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
  body: new URLSearchParams(signed()).toString(),
});
