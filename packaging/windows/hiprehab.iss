; The installer for Windows, for Inno Setup 6. NOT RUN by its authors; see build.ps1.
; For one person without administrator rights, or for all: setup.exe /ALLUSERS /VERYSILENT

[Setup]
AppId=org.hiprehab.hiprehab
AppName=HipRehab
AppVersion={#Version}
DefaultDirName={autopf}\HipRehab
DefaultGroupName=HipRehab
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
Compression=lzma2
SolidCompression=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=hiprehab-{#Version}-setup

[Files]
Source: "..\..\dist\hiprehab\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\HipRehab"; Filename: "{app}\hiprehab-gui.exe"

[Registry]
; A double click on a .hiprehab file shows what is in it.
Root: HKA; Subkey: "Software\Classes\.hiprehab"; ValueType: string; ValueData: "HipRehab.Routine"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\HipRehab.Routine"; ValueType: string; ValueData: "HipRehab routine"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\HipRehab.Routine\shell\open\command"; ValueType: string; ValueData: """{app}\hiprehab-gui.exe"" ""%1"""
