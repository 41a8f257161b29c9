/** The console, put together: theme, language, data, routes. */

import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { useLingui } from '@lingui/react/macro';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { ApiProblem } from '#console/kit';
import { createConsoleRouter } from './router.tsx';
import { themeSaying } from './theme/theme.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What was refused will be refused again; what did not arrive may.
      retry: (count, failure) =>
        count < 2 && (!(failure instanceof ApiProblem) || failure.status === 0 || failure.status >= 500),
    },
  },
});
const router = createConsoleRouter();

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <Themed>
        <QueryClientProvider client={queries}>
          <Notifications position="bottom-right" limit={3} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  );
}

function Themed({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const close = t`Close`;
  const theme = useMemo(() => themeSaying({ close }), [close]);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      // Both would be style elements made at run time, which our policy forbids: see `theme/`.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
