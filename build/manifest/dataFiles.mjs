// @ts-check

/** VS Code names the folder of an extension's files after its publisher and name. */
const folder = '**/wirthforge.wirthforge-monitor';

/** The users' files in the data folder: how VS Code reads and checks them. */
export const dataFiles = {
  languages: [
    {
      id: 'jsonc',
      filenamePatterns: ['alert-rules', 'layout', 'prices'].map((name) => `${folder}/${name}.json`),
    },
  ],
  jsonValidation: ['alert-rules', 'layout'].map((name) => ({
    fileMatch: `${folder}/${name}.json`,
    url: `./media/${name}.schema.json`,
  })),
};
