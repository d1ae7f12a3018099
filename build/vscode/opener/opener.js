// @ts-check
const vscode = require('vscode');

exports.activate = () => vscode.commands.executeCommand('wirthforge.openDashboard');
