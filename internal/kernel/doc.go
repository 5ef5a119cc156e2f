// Package kernel runs the modules of workspaces in Node processes.
//
//	k, err := kernel.New(ctx, kernel.Config{Sandbox: box, Folder: dir})
//	defer k.Close()
//	k.Warm("workspace", folder)             // optional: prepares a process ahead of the first run
//	run, err := k.Run(ctx, kernel.Request{ // returns at once
//		ID: "r1", Workspace: "workspace", Folder: folder, Entry: "a.ts",
//		Sources: map[string]string{"src/a.ts": "console.log(1)", "package.json": `{"type":"module"}`},
//	}, sink)                                // sink gets phases and output, one call at a time
//	run.Write([]byte("y\n")); run.CloseStdin(); run.Stop()
//	exit := run.Wait()
//
// Running src/a.ts means what `tsx src/a.ts` means, started from the workspace's folder: esbuild
// transforms the modules in memory, the process resolves and loads them (node/modules.cjs), and the
// positions in its errors are those of the sources. A warm process waits for each active workspace with
// all that prepared; a run hands it the entry, the modules and the environment.
//
// A run is one process tree in the sandbox. Whatever it writes to its descriptors, it cannot do more
// harm than to its own report: the phases are believed, the exit is what the system says.
//
// A Kernel and its Runs are safe for concurrent use.
package kernel
