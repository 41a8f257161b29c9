/** The palette's code is loaded the first time somebody wants it. */
import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useState } from 'react';

export function usePalette(): { wanted: boolean; open(): void } {
  const [wanted, setWanted] = useState(false);
  const open = (): void => {
    setWanted(true);
    spotlight.open();
  };
  useHotkeys([['mod+K', open]], []);
  return { wanted, open };
}
