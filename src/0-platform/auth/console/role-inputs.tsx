/** Choosing a role (each with what it is for) and channels. */
import { useLingui } from '@lingui/react/macro';
import { Select, TagsInput, Text } from '@mantine/core';
import { type Role, useWords } from '#console/kit';

type RoleProps = { value?: Role; onChange?(role: Role): void; error?: string; only?: readonly Role[] };

export function RoleSelect({ value, onChange, error, only }: RoleProps) {
  const { t } = useLingui();
  const { roles } = useWords();
  const purposes: Record<Role, string> = {
    owner: t`Everything, and who else may do what`,
    analyst: t`Events, figures and reports; no personal values`,
    marketer: t`Audiences and messages; no personal values`,
    agent: t`Serves customers and sees who they are`,
    operations: t`Orders, deliveries and the state of the machine`,
    developer: t`Sources, keys, rejected events, API`,
  };
  const offered = (Object.keys(roles) as Role[]).filter((role) => !only || only.includes(role));
  return (
    <Select
      label={t`Role`}
      required
      allowDeselect={false}
      data={offered.map((role) => ({ value: role, label: roles[role] }))}
      value={value ?? null}
      onChange={(role) => role && onChange?.(role as Role)}
      error={error}
      description={value && purposes[value]}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {purposes[option.value as Role]}
          </Text>
        </div>
      )}
    />
  );
}

type ChannelsProps = { value?: string[]; onChange?(channels: string[]): void; error?: string };

export function ChannelsInput({ value, onChange, error }: ChannelsProps) {
  const { t } = useLingui();
  return (
    <TagsInput
      label={t`Channels`}
      description={t`Leave empty for all channels.`}
      value={value ?? []}
      onChange={(channels) => onChange?.(channels)}
      error={error}
      maxTags={200}
    />
  );
}
