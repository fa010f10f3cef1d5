import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * Asks veraPDF about one file after another, for as long as lines come in: "flavour TAB path".
 *
 * <p>One line answers each: "OK" or "BROKEN", then each rule that is broken as "clause-test message", or "UNREADABLE"
 * and why; tabs stand between. Whatever libraries print goes to the standard error.
 */
public final class ArchivalValidator {
    private static final int LIMIT = 40;

    private ArchivalValidator() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] asked = line.split("\t", 2);
            answers.println(answer(PDFAFlavour.byFlavourId(asked[0]), Path.of(asked[1])));
        }
    }

    private static String answer(PDFAFlavour flavour, Path file) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            TreeSet<String> broken = new TreeSet<>();
            for (TestAssertion one : validator.validate(parser).getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED && broken.size() < LIMIT) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    broken.add(rule + " " + oneLine(one.getMessage()));
                }
            }
            return broken.isEmpty() ? "OK" : "BROKEN\t" + String.join("\t", broken);
        } catch (Exception refused) {
            return "UNREADABLE\t" + oneLine(refused.toString());
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
