/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import type { Refused } from '../ask.ts';

export const Refusal = ({ failure }: { failure: Refused | null }) =>
  failure && (
    <p class="refusal" role="alert">
      {failure.message || t`Something went wrong. Please try again.`}
    </p>
  );
