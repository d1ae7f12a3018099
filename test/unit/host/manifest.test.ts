import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { alertsViewId } from '../../../src/host/alerts/alertsViewId';
import { panelNames, viewId } from '../../../src/host/views/viewKinds';
import { catalogue } from '../../../src/protocol/catalogue';
import { commandId, commands, type CommandName } from '../../../src/protocol/commands';
import { settingKeys, settings } from '../../../src/protocol/settings';
import { manifestInWords } from '../../support/manifestWords';

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly description: string;
  readonly scope: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface MenuItem {
  readonly command: string;
  readonly when: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string; icon: string }[];
    readonly menus: Readonly<
      Record<'commandPalette' | 'editor/title' | 'view/title' | 'view/item/context', readonly MenuItem[]>
    >;
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly views: Readonly<Record<string, readonly { id: string; type?: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly configuration: readonly { title: string; properties: Readonly<Record<string, Property>> }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { description: string; media: { svg: string; altText: string } }[];
    }[];
  };
}

const inRoot = (file: string): string => path.join(process.cwd(), file);
const manifest = manifestInWords() as Manifest;
const { contributes } = manifest;
const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Record<
  string,
  Property
>;

describe('package.json', () => {
  it('has all its words in package.nls.json, for translators, and that has no others', () => {
    const words = JSON.parse(readFileSync(inRoot('package.nls.json'), 'utf8')) as Record<string, string>;
    const raw = readFileSync(inRoot('package.json'), 'utf8');
    const used = [...raw.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]!);
    assert.deepEqual(used.sort(), Object.keys(words).sort());
    const plain = [...raw.matchAll(/"(title|contextualTitle|contents|\w*[dD]escription|altText)": "([^%][^"]*)"/g)];
    assert.deepEqual(
      plain.map((match) => match[2]),
      ['Wirthforge'],
      'only the name of the product is the same in every language',
    );
  });

  it('offers every setting of the table, and no other, with its default, scope and sentence', () => {
    assert.deepEqual(Object.keys(properties).sort(), settingKeys.map((key) => `wirthforge.${key}`).sort());
    for (const key of settingKeys) {
      const property = properties[`wirthforge.${key}`]!;
      const setting = settings[key];
      assert.deepEqual(property.default, setting.default, key);
      assert.equal(property.scope, setting.scope, key);
      assert.equal(property.description, setting.description, key);
    }
  });

  it('has bounds for every number, and they are those of the schema', () => {
    const numbers = settingKeys.filter((key) => ['number', 'integer'].includes(properties[`wirthforge.${key}`]!.type));
    assert.ok(numbers.length >= 7);
    for (const key of numbers) {
      const { minimum, maximum } = properties[`wirthforge.${key}`]!;
      const accepts = (value: unknown): boolean => v.safeParse(settings[key].schema, value).success;
      assert.ok(minimum !== undefined && maximum !== undefined, key);
      assert.ok(accepts(minimum) && accepts(maximum), key);
      assert.ok(!accepts(minimum - 1) && !accepts(maximum + 1), key);
    }
  });

  it('has defaults that its own schemas accept', () => {
    for (const key of settingKeys) assert.ok(v.is(settings[key].schema, settings[key].default), key);
  });

  it('lets no opened folder change what one engine does for all windows', () => {
    const ofWindows = settingKeys.filter((key) => properties[`wirthforge.${key}`]!.scope !== 'machine');
    assert.deepEqual(ofWindows, ['statusBar.items', 'log.level']);
  });

  it('offers every command of the table, and no other, in the category Wirthforge', () => {
    const names = Object.keys(commands) as CommandName[];
    assert.deepEqual(
      contributes.commands,
      names.map((name) => ({ command: commandId(name), category: 'Wirthforge', ...commands[name] })),
    );
    const when = Object.fromEntries(contributes.menus.commandPalette.map((item) => [item.command, item.when]));
    assert.deepEqual(when, {
      'wirthforge.pause': '!wirthforge.paused',
      'wirthforge.resume': 'wirthforge.paused',
      'wirthforge.showAlertRule': 'false',
      'wirthforge.silenceAlertForAnHour': 'false',
    });
  });

  it('names files that exist, and commands that do', () => {
    const { steps } = contributes.walkthroughs[0]!;
    for (const file of [manifest.icon, ...steps.map((step) => step.media.svg)])
      assert.ok(existsSync(inRoot(file)), file);
    const linked = steps.flatMap((step) =>
      [...step.description.matchAll(/command:(wirthforge\.[\w.]+)/g)].map((m) => m[1]!),
    );
    assert.ok(linked.length >= 3);
    // VS Code makes a command for every view that brings it to the front.
    const known = [...contributes.commands.map(({ command }) => command), `${alertsViewId}.focus`];
    for (const command of linked) assert.ok(known.includes(command), command);
    assert.ok(steps.every((step) => step.media.altText.length > 20));
  });

  it('has a view of alerts whose menus and words name commands that exist, and entries that do', () => {
    const [container] = contributes.viewsContainers.activitybar;
    const views = contributes.views[container!.id]!;
    assert.deepEqual(
      views.map(({ id, type }) => [id, type]),
      [
        [viewId('overview'), 'webview'],
        [alertsViewId, undefined],
      ],
      'the overview stands above the alerts',
    );
    for (const { icon } of [container!, ...views]) assert.ok(existsSync(inRoot(icon)), icon);
    const known = contributes.commands.map(({ command }) => command);
    const items = [...contributes.menus['view/title'], ...contributes.menus['view/item/context']];
    const places = views.map(({ id }) => `view == ${id}`);
    for (const { command, when } of items) {
      assert.ok(known.includes(command), command);
      assert.ok(places.includes(when.split(' && ')[0]!), when);
    }
    for (const { view: place, contents } of contributes.viewsWelcome) {
      assert.equal(place, alertsViewId);
      for (const [, command] of contents.matchAll(/command:(wirthforge\.[\w.]+)/g))
        assert.ok(known.includes(command!), command);
    }
    const offered = (entry: string): string[] => {
      const fits = ({ when }: MenuItem): boolean => new RegExp(/\/(.*)\//.exec(when)![1]!).test(entry);
      const names = contributes.menus['view/item/context'].filter(fits).map(({ command }) => command.split('.')[1]!);
      return [...new Set(names)].sort();
    };
    const silences = ['silenceAlert', 'silenceAlertForAnHour'];
    assert.deepEqual(offered('alert.firing'), ['acknowledgeAlert', 'showAlertRule', ...silences]);
    assert.deepEqual(offered('alert.acknowledged'), ['showAlertRule', ...silences]);
    assert.deepEqual(offered('alert.silenced'), ['showAlertRule', 'unsilenceAlert']);
    assert.deepEqual(offered('silence'), ['showAlertRule', 'unsilenceAlert']);
    assert.deepEqual(offered('incident.firing'), ['acknowledgeAlert', ...silences]);
    assert.deepEqual(offered('alert.pending'), ['showAlertRule', ...silences]);
    assert.deepEqual(offered('alert.silencedPending'), ['showAlertRule', 'unsilenceAlert']);
    assert.deepEqual(offered('alert.resolved'), ['showAlertRule']);
    assert.deepEqual(offered('quiet'), []);
    assert.deepEqual(offered('group'), []);
  });

  it('leads from the title of each panel to the other two, and from that of the overview to all three', () => {
    const opens = panelNames.map((name) => `wirthforge.open${name[0]!.toUpperCase()}${name.slice(1)}`);
    const offered = (items: readonly MenuItem[], when: string): string[] =>
      items.filter((item) => item.when === when && opens.includes(item.command)).map(({ command }) => command);
    for (const [at, name] of panelNames.entries())
      assert.deepEqual(
        offered(contributes.menus['editor/title'], `activeWebviewPanelId == '${viewId(name)}'`),
        opens.filter((_, other) => other !== at),
      );
    assert.deepEqual(offered(contributes.menus['view/title'], `view == ${viewId('overview')}`), opens);
  });

  it('activates after the start and for a panel that comes back, where the work runs', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onStartupFinished',
      ...panelNames.map((name) => `onWebviewPanel:${viewId(name)}`),
    ]);
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(manifest.main, './dist/extension.js');
  });
});

describe('docs/reference.md', () => {
  const reference = readFileSync(inRoot('docs/reference.md'), 'utf8');

  it('has a line for every setting, command and metric', () => {
    const names = [
      ...settingKeys,
      ...(Object.keys(commands) as CommandName[]).map(commandId),
      ...Object.entries(catalogue).map(([id, { labels }]) => (labels.length > 0 ? `${id}{${labels.join()}}` : id)),
    ];
    for (const name of names) assert.ok(reference.includes(`\`${name}\``), name);
  });
});
