// Command kubernetes is a whole control plane in one binary: it is the program by whose name it is called.
//
// One program has to be linked instead of six, and they share all of their libraries. `cargo xtask judges` makes a link
// for each name. go.mod is written by `cargo xtask judges pin`.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	"rmq.test/kubernetes/dns"
)

var programs = map[string]func(){
	"coredns":                 dns.Serve,
	"etcd":                    func() { etcdmain.Main(os.Args) },
	"kube-apiserver":          func() { serve(apiserver.NewAPIServerCommand()) },
	"kube-controller-manager": func() { serve(controllers.NewControllerManagerCommand()) },
	"kube-scheduler":          func() { serve(scheduler.NewSchedulerCommand()) },
	"kubectl":                 client,
}

func main() {
	name := filepath.Base(os.Args[0])
	program, isKnown := programs[name]
	if !isKnown {
		names := slices.Sorted(maps.Keys(programs))
		fmt.Fprintf(os.Stderr, "called as %s; expected a link with one of the names %s\n", name, strings.Join(names, ", "))
		os.Exit(2)
	}
	program()
}

// serve is what each server of Kubernetes does with its command.
func serve(command *cobra.Command) { os.Exit(cli.Run(command)) }

// client leaves errors to kubectl itself, which gives each kind its own exit code.
func client() {
	util.CheckErr(cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()))
}
