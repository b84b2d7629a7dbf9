class Wiptui < Formula
  include Language::Python::Virtualenv

  desc "{{summary}}"
  homepage "{{homepage}}"
  url "{{sdist_url}}"
  sha256 "{{sdist_sha256}}"
  license "{{license}}"

  depends_on "python@{{brew_python}}"

{{resources}}
  def install
    virtualenv_install_with_resources
    man1.install_symlink libexec/"share/man/man1/wiptui.1"
    generate_completions_from_executable(bin/"wiptui", "completion")
  end

  test do
    ENV["WIPTUI_FILE"] = testpath/"wip.json"
    assert_match version.to_s, shell_output("#{bin}/wiptui --version")
    system bin/"wiptui", "add", "Try the formula"
    assert_match "Try the formula", shell_output("#{bin}/wiptui list")
  end
end
