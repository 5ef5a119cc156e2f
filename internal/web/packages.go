package web

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/access"
	"github.com/srcbook/srcbook/internal/wire"
)

type packagesOutput struct{ Body wire.PackagesStatus }

func answerPackages(status wire.PackagesStatus, err error) (*packagesOutput, error) {
	if err != nil {
		return nil, err
	}
	return &packagesOutput{Body: status}, nil
}

func (s *Server) packages(ctx context.Context, in *WorkspacePath) (*packagesOutput, error) {
	return answerPackages(s.Library.PackagesStatus(ctx, in.ID))
}

type addPackagesInput struct {
	WorkspacePath
	Body wire.AddPackages
}

func (s *Server) addPackages(ctx context.Context, in *addPackagesInput) (*packagesOutput, error) {
	return answerPackages(s.Library.AddPackages(ctx, access.PrincipalOf(ctx).Name, in.ID, in.Body.Packages))
}

type removePackageInput struct {
	WorkspacePath
	Name string `query:"name" required:"true" maxLength:"214"`
}

func (s *Server) removePackage(ctx context.Context, in *removePackageInput) (*packagesOutput, error) {
	return answerPackages(s.Library.RemovePackage(ctx, access.PrincipalOf(ctx).Name, in.ID, in.Name))
}

func (s *Server) installPackages(ctx context.Context, in *WorkspacePath) (*packagesOutput, error) {
	return answerPackages(s.Library.Install(ctx, in.ID))
}

type updatePackagesInput struct {
	WorkspacePath
	Body wire.UpdatePackages
}

func (s *Server) updatePackages(ctx context.Context, in *updatePackagesInput) (*packagesOutput, error) {
	return answerPackages(s.Library.UpdatePackages(ctx, access.PrincipalOf(ctx).Name, in.ID, in.Body.Names))
}

type scriptsInput struct {
	WorkspacePath
	Name string `query:"name" required:"true" maxLength:"214" doc:"a package whose install scripts are meant"`
}

func (s *Server) allowScripts(ctx context.Context, in *scriptsInput) (*packagesOutput, error) {
	return answerPackages(s.Library.AllowScripts(ctx, in.ID, in.Name, true))
}

func (s *Server) disallowScripts(ctx context.Context, in *scriptsInput) (*packagesOutput, error) {
	return answerPackages(s.Library.AllowScripts(ctx, in.ID, in.Name, false))
}

func (s *Server) cancelInstall(ctx context.Context, in *WorkspacePath) (*struct{}, error) {
	return nil, s.Library.CancelInstall(ctx, in.ID)
}

type searchPackagesInput struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"214"`
}

type searchPackagesOutput struct{ Body wire.FoundPackages }

func (s *Server) searchPackages(ctx context.Context, in *searchPackagesInput) (*searchPackagesOutput, error) {
	found, err := s.Library.SearchPackages(ctx, in.Query)
	if err != nil {
		return nil, err
	}
	return &searchPackagesOutput{Body: wire.FoundPackages{Packages: append([]wire.FoundPackage{}, found...)}}, nil
}
