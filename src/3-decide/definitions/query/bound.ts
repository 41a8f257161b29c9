/** Values of a query: each stands in it as a parameter, `{p7:String}`, and never as text. */
export type Bound = {
  params: Record<string, unknown>;
  text(value: string): string;
  whole(value: number): string;
  texts(values: readonly string[]): string;
  wholes(values: readonly number[]): string;
};

export function bound(): Bound {
  const params: Record<string, unknown> = {};
  const known = new Map<string, string>();
  const bind = (type: string, value: unknown): string => {
    const key = `${type} ${JSON.stringify(value)}`;
    const before = known.get(key);
    if (before) return before;
    const name = `p${known.size}`;
    params[name] = value;
    known.set(key, `{${name}:${type}}`);
    return `{${name}:${type}}`;
  };
  return {
    params,
    text: (value) => bind('String', value),
    whole: (value) => bind('Int64', value),
    texts: (values) => bind('Array(String)', [...values]),
    wholes: (values) => bind('Array(Int64)', [...values]),
  };
}
