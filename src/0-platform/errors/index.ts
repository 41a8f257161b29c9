/**
 * Everything the product can say no with. One table (`catalogue.ts`): code, HTTP status, and the sentence in both
 * languages; thrown by name as a `Problem` and sent as RFC 9457 problem+json. Expected outcomes are values,
 * not Problems; a Problem is for a request that cannot be done as asked.
 */
import { CATALOGUE, type ErrorCode } from './catalogue.ts';

export type { ErrorCode } from './catalogue.ts';
export { CATALOGUE } from './catalogue.ts';

export type Locale = 'en' | 'zh-CN';
export const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/** One reason why one field was refused; `field` is a JSON pointer-like path (`batch.3.userId`). */
export type FieldError = { field: string; code: string; message?: string };

export class Problem extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly fields: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    options: {
      params?: Record<string, string | number>;
      fields?: FieldError[];
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(sentence(code, 'en', options.params), { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return CATALOGUE[this.code].status;
  }
}

/** The catalogue's sentence with its `{placeholders}` filled. */
export function sentence(
  code: ErrorCode,
  locale: Locale,
  params: Record<string, string | number> = {},
): string {
  const entry = CATALOGUE[code];
  const text = locale === 'zh-CN' ? entry.zh : entry.en;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: { field: string; code: string; message: string }[];
};

/** RFC 9457 body in the caller's language. */
export function problemBody(problem: Problem, locale: Locale): ProblemBody {
  const detail = sentence(problem.code, locale, problem.params);
  return {
    type: `https://regulars.dev/problems/${problem.code}`,
    title: detail,
    status: problem.status,
    code: problem.code,
    detail,
    ...(problem.fields.length > 0 && {
      errors: problem.fields.map((field) => ({
        ...field,
        message: field.message ?? fieldSentence(field.code, locale),
      })),
    }),
  };
}

function fieldSentence(code: string, locale: Locale): string {
  return code in CATALOGUE ? sentence(code as ErrorCode, locale) : sentence('field_invalid', locale);
}

/** Accept-Language to one of ours; English unless Chinese is preferred. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const first = (acceptLanguage ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('zh') ? 'zh-CN' : 'en';
}
