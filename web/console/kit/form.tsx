/**
 * Sending a form: fields that the API refused get its sentence, whatever else went wrong stands above the button, and a second press
 * while the first is under way does nothing.
 */
import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ApiProblem } from './api.ts';

type Sending<Values, Answer> = {
  send(values: Values): Promise<Answer>;
  onDone?(answer: Answer, values: Values): void;
};

export function useSending<Values extends Record<string, unknown>, Answer>(
  form: UseFormReturnType<Values>,
  { send, onDone }: Sending<Values, Answer>,
) {
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (answer, values) => onDone?.(answer, values),
    onError: (failure) => form.setErrors(fieldErrors(failure, Object.keys(form.getValues()))),
  });
  return {
    pending: mutation.isPending,
    /** What no field of this form can show. */
    failure:
      mutation.error && !isOnFields(mutation.error, Object.keys(form.getValues())) ? mutation.error : null,
    reset: mutation.reset,
    onSubmit: (event: FormEvent<HTMLFormElement>) =>
      form.onSubmit((values) => {
        if (!mutation.isPending) mutation.mutate(values);
      })(event),
  };
}

function fieldErrors(failure: unknown, names: readonly string[]): Record<string, string> {
  if (!(failure instanceof ApiProblem)) return {};
  return Object.fromEntries(
    failure.fields.flatMap(({ field, message }) => {
      const name = names.find((one) => field === one || field.startsWith(`${one}.`));
      return name ? [[name, message]] : [];
    }),
  );
}

const isOnFields = (failure: unknown, names: readonly string[]): boolean =>
  failure instanceof ApiProblem &&
  failure.fields.length > 0 &&
  failure.fields.every(({ field }) => names.some((one) => field === one || field.startsWith(`${one}.`)));
