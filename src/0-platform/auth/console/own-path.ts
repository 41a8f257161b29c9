/** A path of this console: one slash, not two, no backslash, which browsers read as one (SECURITY.md A18). */
export const isOwnPath = (path: string | undefined): path is string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  path !== undefined && /^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(path) && !path.startsWith('/sign-in');
