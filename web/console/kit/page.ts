/** What a module's console hands to the shell: its pages, as data. The pages themselves are loaded when somebody goes there. */
import type { MessageDescriptor } from '@lingui/core';
import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Role } from './session.ts';

export type Section = 'start' | 'know' | 'machine' | 'people';

export type Page = {
  /** `/sources`, `/sources/$id`. */
  path: string;
  title: MessageDescriptor;
  load(): Promise<{ default: ComponentType }>;
  /** Its place in the navigation; a page without one is reached from another. */
  section?: Section;
  icon?: Icon;
  /** Who finds it in navigation and palette; absent for everybody. */
  roles?: readonly Role[];
  /** What else people may call it. */
  keywords?: MessageDescriptor;
  /** Shown to those who are not signed in, without the shell. */
  open?: boolean;
};
