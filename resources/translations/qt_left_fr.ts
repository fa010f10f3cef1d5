<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- What Qt's own French translation (qtbase_fr) leaves in English in the dialogs that this application opens. -->
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>QAbstractFileIconProvider</name>
    <message><source>Drive</source><translation>Lecteur</translation></message>
    <message><source>Folder</source><comment>All other platforms</comment><translation>Dossier</translation></message>
    <message><source>File Folder</source><comment>Match Windows Explorer</comment><translation>Dossier</translation></message>
    <message><source>Shortcut</source><comment>All other platforms</comment><translation>Raccourci</translation></message>
    <message><source>Unknown</source><translation>Inconnu</translation></message>
</context>
<context>
    <name>QFileDialog</name>
    <message><source>&amp;Look in:</source><translation>&amp;Chercher dans :</translation></message>
    <message><source>Files of &amp;type:</source><translation>&amp;Types de fichiers :</translation></message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message><source>Page &amp;order:</source><translation>&amp;Ordre des pages :</translation></message>
    <message><source>Pages &amp;per sheet:</source><translation>&amp;Pages par feuille :</translation></message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message><source>Page &amp;Set:</source><translation>&amp;Ensemble de pages :</translation></message>
</context>
</TS>
