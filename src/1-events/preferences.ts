/** What a preference centre says: what somebody chose of language, channel, categories, brands, sizes. */

export const PREFERENCE_EVENTS = { updated: 'Preferences Updated' } as const;
