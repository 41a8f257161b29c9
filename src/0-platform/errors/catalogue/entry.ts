export type Entry = { status: number; en: string; zh: string };
