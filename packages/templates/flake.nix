{
  description = "{{summary}}";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forAll = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = forAll (pkgs: {
        default = pkgs.python3Packages.buildPythonApplication {
          pname = "wiptui";
          version = "{{version}}";
          pyproject = true;
          src = pkgs.fetchurl {
            url = "{{sdist_url}}";
            sha256 = "{{sdist_sha256}}";
          };
          build-system = [ pkgs.python3Packages.hatchling ];
          dependencies = with pkgs.python3Packages; [ {{nix_needs}} ];
          pythonImportsCheck = [ "wiptui" ];
          meta = {
            description = "{{summary}}";
            homepage = "{{homepage}}";
            license = nixpkgs.lib.licenses.mit;
            mainProgram = "wiptui";
          };
        };
      });
    };
}
