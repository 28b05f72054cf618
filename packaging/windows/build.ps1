# Builds the program and its installer on Windows. NOT RUN by its authors: no Windows machine was at
# hand. Please report what has to be changed.
#
# Needs Python 3.11 or newer and, for the installer, Inno Setup 6.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

py dev package
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$compiler = Get-Command iscc.exe -ErrorAction SilentlyContinue
if (-not $compiler) {
    Write-Host "Inno Setup is not here: dist\hiprehab is the program, without an installer."
    exit 0
}
$version = (Select-String -Path hiprehab\__init__.py -Pattern '__version__ = "(.+)"').Matches[0].Groups[1].Value
& $compiler.Source "/DVersion=$version" packaging\windows\hiprehab.iss
exit $LASTEXITCODE
