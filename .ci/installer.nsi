; The installer for Windows: for one user, without administrator rights. `.ci/package` defines VERSION, OUT, and LISTS, the
; folder of the lines that install each file and of those that remove it.

Target amd64-unicode
SetCompressor /SOLID lzma
!include LogicLib.nsh
!include MUI2.nsh
!include WordFunc.nsh

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\matchbook"
; As long as a text of this installer may be, without the signs that are put around a folder.
!define /math ROOM ${NSIS_MAX_STRLEN} - 4

Name "matchbook"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\matchbook"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
AllowSkipFiles off
VIProductVersion "${VERSION}.0"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Installs matchbook for you alone"
VIAddVersionKey LegalCopyright "The matchbook authors"

!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Start matchbook"
!define MUI_FINISHPAGE_RUN_FUNCTION start
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function start
    ExecShell "" "$SMPROGRAMS\matchbook.lnk"
FunctionEnd

; Asks until the program is closed: open, it can be neither replaced nor removed.
!macro wait_until_closed
    ${DoWhile} ${FileExists} "$INSTDIR\matchbook.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\matchbook.exe" a
        FileClose $0
        ${IfNotThen} ${Errors} ${|} ${ExitDo} ${|}
        ${IfCmd} MessageBox MB_RETRYCANCEL "matchbook is open. Close its window first." /SD IDCANCEL IDCANCEL ${||} Abort ${|}
    ${Loop}
!macroend

; Reads the user's PATH, without the program's folder, to $0; $1 is 0 if it may be changed. NSIS reads a long one as nothing.
!macro read_path
    System::Call 'advapi32::RegGetValueW(p 0x80000001, w "Environment", w "Path", i 0x1000FFFF, p 0, p 0, *i .r2) i .r1'
    StrLen $3 "$INSTDIR"
    IntOp $2 $2 / 2
    IntOp $2 $2 + $3
    ${IfThen} $2 > ${ROOM} ${|} StrCpy $1 "too long" ${|}
    ${IfThen} $1 == 2 ${|} StrCpy $1 0 ${|} ; there is none
    ReadRegStr $0 HKCU "Environment" "Path"
    ${WordReplace} ";$0;" ";$INSTDIR;" ";" "+" $0
    StrCpy $0 $0 -1 1
!macroend

; Writes $0 as the user's PATH if $1 is 0, for new windows.
!macro write_path
    ${If} $1 == 0
        WriteRegExpandStr HKCU "Environment" "Path" $0
        ${IfThen} $0 == "" ${|} DeleteRegValue HKCU "Environment" "Path" ${|}
        SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
    ${Else}
        MessageBox MB_OK "Your PATH is too long to be changed here, and stays as it is. matchbook is in $INSTDIR." /SD IDOK
    ${EndIf}
!macroend

Section
    !insertmacro wait_until_closed
    ; An older version may have brought what this one does not.
    ${If} ${FileExists} "$INSTDIR\uninstall.exe"
        ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
    ${EndIf}
    !include "${LISTS}/install.nsh"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    ; The program starts in the folder that was set last.
    SetOutPath "$PROFILE"
    CreateShortcut "$SMPROGRAMS\matchbook.lnk" "$INSTDIR\matchbook.exe"
    !insertmacro read_path
    StrCpy $0 "$INSTDIR;$0"
    !insertmacro write_path
    WriteRegStr HKCU "${ENTRY}" "DisplayName" "matchbook"
    WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${ENTRY}" "Publisher" "The matchbook authors"
    WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
    WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

; Removes each file that was installed: another one in the folder stays, and books are elsewhere.
Section "un.matchbook"
    !insertmacro wait_until_closed
    !include "${LISTS}/remove.nsh"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\matchbook.lnk"
    !insertmacro read_path
    !insertmacro write_path
    DeleteRegKey HKCU "${ENTRY}"
SectionEnd
