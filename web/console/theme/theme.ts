/**
 * Our look for Mantine. Colours, sizes and radii are CSS variables in `tokens.css`, not JavaScript, because the console's policy
 * allows no style element made at run time. What would make one is switched off or not used: Mantine's own variables and classes
 * (`MantineProvider` in `app.tsx`), its scroll lock (below), AppShell, Grid, SimpleGrid, `Flex`, and responsive style props.
 */
import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Drawer,
  Input,
  type MantineThemeOverride,
  Menu,
  Modal,
  MultiSelect,
  mergeThemeOverrides,
  NumberInput,
  Paper,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

const small = { defaultProps: { size: 'xs' } } as const;
const aboveAll = { defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } } as const;

const theme = createTheme({
  primaryColor: 'accent',
  colors: {
    accent: [
      'var(--rg-accent-0)',
      'var(--rg-accent-1)',
      'var(--rg-accent-2)',
      'var(--rg-accent-3)',
      'var(--rg-accent-4)',
      'var(--rg-accent-5)',
      'var(--rg-accent-6)',
      'var(--rg-accent-7)',
      'var(--rg-accent-8)',
      'var(--rg-accent-9)',
    ],
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Button: Button.extend({
      ...small,
      vars: (_, { size = 'xs' }) => ({
        root:
          size === 'xs'
            ? {
                '--button-height': 'var(--rg-control)',
                '--button-fz': 'var(--mantine-font-size-sm)',
                '--button-padding-x': '12px',
              }
            : {},
      }),
    }),
    Checkbox: Checkbox.extend(small),
    Drawer: Drawer.extend(aboveAll),
    // Ordinary controls are as high as the density says, in the size of the text around them.
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          '--input-height': 'var(--rg-control)',
          '--input-size': 'var(--rg-control)',
          '--input-fz': 'var(--mantine-font-size-sm)',
        },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({
      vars: () => ({
        label: { '--input-label-size': 'var(--mantine-font-size-sm)' },
        error: { '--input-error-size': 'var(--mantine-font-size-xs)' },
        success: { '--input-success-size': 'var(--mantine-font-size-xs)' },
        description: { '--input-description-size': 'var(--mantine-font-size-xs)' },
      }),
    }),
    Modal: Modal.extend({ defaultProps: { ...aboveAll.defaultProps, centered: true } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    MultiSelect: MultiSelect.extend(small),
    NumberInput: NumberInput.extend(small),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    PasswordInput: PasswordInput.extend(small),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    SegmentedControl: SegmentedControl.extend(small),
    Select: Select.extend({
      defaultProps: { size: 'xs', checkIconPosition: 'right', comboboxProps: { shadow: 'md' } },
    }),
    Switch: Switch.extend(small),
    TagsInput: TagsInput.extend(small),
    Textarea: Textarea.extend(small),
    TextInput: TextInput.extend(small),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
});

/** The words that Mantine's own buttons say, in the reader's language. */
export function themeSaying({ close }: { close: string }): MantineThemeOverride {
  const defaultProps = { closeButtonProps: { 'aria-label': close } };
  return mergeThemeOverrides(theme, { components: { Modal: { defaultProps }, Drawer: { defaultProps } } });
}
